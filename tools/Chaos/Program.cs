using FlashFlow.Chaos;

return await Verb.RunAsync(args, "Breaks FlashFlow while it sells.", ChaosCommand.Create());
