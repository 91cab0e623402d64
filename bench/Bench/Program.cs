using FlashFlow.Bench;
using FlashFlow.Bench.Overload;

return await Verb.RunAsync(args, "Measures FlashFlow.", BenchCommand.Create(), OverloadCommand.Create());
