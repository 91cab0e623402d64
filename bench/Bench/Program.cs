using FlashFlow.Bench;
using FlashFlow.Bench.Overload;
using FlashFlow.Bench.Scaling;

return await Verb.RunAsync(args, "Measures FlashFlow.", BenchCommand.Create(), OverloadCommand.Create(), ScalingCommand.Create());
