using System.CommandLine;

namespace FlashFlow.Cli;

/// <summary><c>chaos</c>: private servers for the program that hits them.</summary>
internal static class ChaosCommand
{
    private static readonly Option<string?> Minutes = Options.Text("--minutes", "M", "how long components are hit, such as 10 or 0.5 (default 2); the rest comes on top");
    private static readonly Option<string?> Seed = Options.Text(
        "--seed", "S", "what the plan is drawn from: the same seed, minutes, scenario and mode give the same plan (default: another each time, printed)");

    private static readonly Option<string?> Only = Options.Text(
        "--only", "SCENARIO", "what is hit: front, silo, drain, redis, rabbitmq, postgres, pairs (two at once) or all (the default)");

    private static readonly Option<bool> Standalone = Options.Standalone();
    private static readonly Option<bool> List = new("--list") { Description = "print the scenarios and the plan, and end" };

    public static Command Create()
    {
        var command = new Command(
            "chaos",
            """
            Builds, starts private servers with empty data (beside a running `up`, never in its way), two fronts, two drains and in cluster mode two silos, and sells four products to a crowd while components are killed (kill -9), frozen (SIGSTOP for seconds) and brought back, Redis is filled, demoted or emptied, RabbitMQ takes nothing and PostgreSQL may only be read, by a plan that is printed before it begins. Then, with everything up, the rest is sold, and every answer that a client received is compared with what is stored.

            Exit code 0 only if every promise held; 130 after Ctrl-C, which ends everything. Logs of the last run lie in .flashflow/chaos; after a violation its data stays there, too, until the next run.
            """)
        {
            Minutes, Seed, Only, Standalone, List,
        };
        command.Validators.Add(result =>
        {
            if (PrivateRun.RefuseGivenServers("chaos kills servers") is { } refusal)
                result.AddError(refusal);
        });
        command.SetAction((parsed, _) => Session.RunAsync(
            session =>
            {
                session.IsStandalone = parsed.GetValue(Standalone);
                string[] options = ["chaos", .. Options.PassOn(parsed, Minutes, Seed, Only)];
                return PrivateRun.RunAsync(session, "chaos runs", () => RunAsync(session, options, parsed.GetValue(List)), keepsDataAt: ExitCode.Failed);
            },
            "chaos"));
        return command;
    }

    private static async Task<int> RunAsync(Session session, string[] options, bool justLists)
    {
        if (justLists)
            return await session.RunToolAsync([.. options, "--list"]);
        if (await session.RunToolAsync([.. options, "--list"], isQuiet: true) is not ExitCode.Ok and var refused) // before anything is started
            return refused;
        using (await session.LockAsync())
            await session.Servers.StartAsync(session.Interrupted);
        await session.PrepareDatabaseAsync();
        return await session.RunToolAsync([.. options, "--port", $"{session.Servers.Ports!.FirstDrain}"]);
    }
}
