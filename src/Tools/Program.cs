using System.CommandLine;
using FlashFlow.Tools;
using FlashFlow.Tools.Audit;
using FlashFlow.Tools.Bench;
using FlashFlow.Tools.Chaos;
using FlashFlow.Tools.Dead;
using FlashFlow.Tools.Demo;
using FlashFlow.Tools.Overload;
using FlashFlow.Tools.Prepare;
using FlashFlow.Tools.Rebuild;

// The tools beside the engine: prepare the database, run the demo, overload it, break it, measure it, audit the books,
// rebuild a ledger, look after dead letters. Started by ./flashflow, or by hand.
var root = new RootCommand("FlashFlow's tools. They find the services by FLASHFLOW_REDIS, FLASHFLOW_RABBITMQ and FLASHFLOW_POSTGRES.")
{
    PrepareCommand.Create(),
    DemoCommand.Create(),
    OverloadCommand.Create(),
    ChaosCommand.Create(),
    BenchCommand.Create(),
    AuditCommand.Create(),
    RebuildCommand.Create(),
    DeadCommand.Create(),
};

var parsed = root.Parse(args);
if (parsed.Errors.Count == 0)
    return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(10) }); // after Ctrl-C, for what is to be ended

foreach (var error in parsed.Errors)
    await Console.Error.WriteLineAsync($"flashflow: {error.Message}");
await Console.Error.WriteLineAsync("flashflow: --help says what can be asked.");
return ExitCode.Usage;
