using System.CommandLine;
using System.CommandLine.Help;
using FlashFlow.Core.Guarding;
using FlashFlow.Core.Outbox;
using FlashFlow.Core.Rebuilding;
using FlashFlow.Core.Sales;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.CommandLine;
using FlashFlow.Operator.Demo;
using FlashFlow.Operator.Engine;
using FlashFlow.Load;

namespace FlashFlow.Operator;

/// <summary>Runs a verb: whatever stops it becomes one sentence on standard error and an exit code.</summary>
internal static class Verb
{
    // After Ctrl-C, for what is to be ended.
    private static readonly TimeSpan PatienceToEnd = TimeSpan.FromSeconds(10);

    /// <summary>Runs a program whose verbs these are. Their help names the launcher, by which they are asked for.</summary>
    public static Task<int> RunAsync(string[] arguments, string description, params ReadOnlySpan<Command> verbs)
    {
        var root = new Command("./flashflow", $"{description} It finds the servers by FLASHFLOW_REDIS, FLASHFLOW_RABBITMQ and FLASHFLOW_POSTGRES.") { new HelpOption(), LaunchOptions.Check };
        foreach (var verb in verbs)
            root.Add(verb);
        return RunAsync(root.Parse(arguments));
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        if (parsed.Errors.Count == 0)
            return parsed.GetValue(LaunchOptions.Check) ? ExitCode.Ok : await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = PatienceToEnd });

        foreach (var error in parsed.Errors)
            await Console.Error.WriteLineAsync($"flashflow: {error.Message}");
        await Console.Error.WriteLineAsync("flashflow: --help says what can be asked.");
        return ExitCode.Usage;
    }

    /// <summary>Runs a verb that works on the engine's services.</summary>
    /// <inheritdoc cref="RunAsync(Func{Task{int}}, int, CancellationToken)"/>
    public static Task<int> RunAsync(Func<EngineAccess, Task<int>> run, int whenAway, CancellationToken cancellation) => RunAsync(
        async () =>
        {
            await using var engine = new EngineAccess();
            return await run(engine);
        },
        whenAway,
        cancellation);

    /// <param name="run">The verb.</param>
    /// <param name="whenAway">The exit code when Redis, RabbitMQ or PostgreSQL does not answer.</param>
    /// <param name="cancellation">Cancelled by Ctrl-C.</param>
    public static async Task<int> RunAsync(Func<Task<int>> run, int whenAway, CancellationToken cancellation)
    {
        try
        {
            return await run();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (WrongSettingException failure)
        {
            return Explain(failure, ExitCode.Usage);
        }
        catch (Exception failure) when (failure is LoadRefusedException or DemoRefusedException or ToolFailedException or SupervisorException or RebuildImpossibleException)
        {
            return Explain(failure, ExitCode.Failed);
        }
        catch (Exception failure) when (failure is LedgerUnavailableException or BrokerUnavailableException or SaleStoreUnavailableException)
        {
            return Explain(failure, whenAway, "a service does not answer. ");
        }
    }

    private static int Explain(Exception failure, int exitCode, string beginning = "")
    {
        Console.Error.WriteLine($"flashflow: {beginning}{failure.Message.ReplaceLineEndings(" ")}");
        return exitCode;
    }
}
