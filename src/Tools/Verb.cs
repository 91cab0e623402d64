using FlashFlow.Core.Guarding;
using FlashFlow.Core.Outbox;
using FlashFlow.Core.Rebuilding;
using FlashFlow.Core.Sales;
using FlashFlow.Supervisor;
using FlashFlow.Tools.Demo;
using FlashFlow.Tools.Engine;
using FlashFlow.Tools.Load;

namespace FlashFlow.Tools;

/// <summary>Runs a verb: whatever stops it becomes one sentence on standard error and an exit code.</summary>
internal static class Verb
{
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
