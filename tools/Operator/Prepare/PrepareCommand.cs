using System.CommandLine;
using System.Diagnostics;
using FlashFlow.Core.Draining;
using FlashFlow.Infrastructure.Postgres;
using FlashFlow.Supervisor;
using Npgsql;

namespace FlashFlow.Operator.Prepare;

/// <summary><c>prepare</c>: creates the tables that are missing.</summary>
internal static class PrepareCommand
{
    // PostgreSQL may be starting, or replaying its log after a crash.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var command = new Command("prepare", "Creates the database tables that are missing; waits 30 s for a PostgreSQL that is starting.");
        command.SetAction((_, cancellation) => Verb.RunAsync(engine => PrepareAsync(engine.Postgres, cancellation), ExitCode.Failed, cancellation));
        return command;
    }

    private static async Task<int> PrepareAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        var backoff = new Backoff(LongestPause, TimeProvider.System);
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await PostgresSchema.PrepareAsync(source, cancellation);
                Console.WriteLine("The database is ready.");
                return ExitCode.Ok;
            }
            catch (NpgsqlException failure) when (failure.IsTransient && Stopwatch.GetElapsedTime(started) < Patience)
            {
                await backoff.WaitAsync(cancellation);
            }
            catch (NpgsqlException failure)
            {
                await Console.Error.WriteLineAsync($"flashflow: the database cannot be prepared. PostgreSQL: {failure.Message.ReplaceLineEndings(" ")}");
                return ExitCode.Failed;
            }
        }
    }
}
