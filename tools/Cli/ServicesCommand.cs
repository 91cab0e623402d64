using System.CommandLine;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.Servers;

namespace FlashFlow.Cli;

/// <summary><c>services</c>: the three servers alone.</summary>
internal static class ServicesCommand
{
    public static Command Create() => new(
        "services",
        "The three servers alone: Redis, RabbitMQ, PostgreSQL. All but up, down and env are for servers that the launcher started itself.")
    {
        Verb("up", "start the three servers and wait until they answer", UpAsync),
        Verb("down", "stop them; data stays", DownAsync),
        Verb("env", "print their addresses as export lines: eval \"$(./flashflow services env)\"", EnvironmentAsync),
        OneVerb("stop", "stop one in good order", StopAsync),
        OneVerb("start", "start it again with its data and wait until it answers", StartAsync),
        OneVerb("kill", "end it at once, as a power cut would", KillAsync),
        OneVerb("freeze", "let it stand still (SIGSTOP): it keeps its connections and answers nobody", FreezeAsync),
        OneVerb("thaw", "let it go on", ThawAsync),
        Control(),
    };

    private static Command Verb(string name, string description, Func<Session, Task<int>> run)
    {
        var command = new Command(name, description);
        command.SetAction((_, _) => Session.RunAsync(run));
        return command;
    }

    private static Command OneVerb(string name, string description, Func<Session, ServerKind, Task> run)
    {
        var names = string.Join(", ", ServerKind.All.Select(kind => kind.Name));
        var server = new Argument<string>("server") { Description = names, Arity = ArgumentArity.ZeroOrOne };
        var command = new Command(name, description) { server };
        command.Validators.Add(result =>
        {
            if (ServerKind.Find(result.GetValue(server) ?? "") is null)
                result.AddError($"services {name} takes one of {names}.");
        });
        command.SetAction((parsed, _) => Session.RunAsync(async session =>
        {
            var kind = ServerKind.Find(parsed.GetValue(server)!)!;
            using var taken = await session.LockAsync();
            if (!session.Servers.IsOwn(kind))
                throw new SupervisorException($"{kind.Name} was not started by the launcher, so it does not {name} it.");
            await run(session, kind);
            return ExitCode.Ok;
        }));
        return command;
    }

    private static Command Control()
    {
        var arguments = new Argument<string[]>("argument") { Description = "what rabbitmqctl is asked", Arity = ArgumentArity.OneOrMore };
        var command = new Command("rabbitmqctl", "RabbitMQ's own command line, for the one that the launcher runs") { arguments };
        command.SetAction((parsed, _) => Session.RunAsync(async session =>
        {
            var (exitCode, output) = await session.Servers.RabbitMqCtlAsync(parsed.GetValue(arguments)!);
            Console.Write(output);
            return exitCode;
        }));
        return command;
    }

    private static async Task<int> UpAsync(Session session)
    {
        using var taken = await session.LockAsync();
        await session.Servers.StartAsync(session.Interrupted);
        session.Keeps = true;
        Session.Say("the servers are ready.");
        return ExitCode.Ok;
    }

    private static async Task<int> DownAsync(Session session)
    {
        using var taken = await session.LockAsync();
        var names = new List<string>();
        foreach (var kind in ServerKind.All)
            if (session.Servers.IsOwn(kind) && await session.Servers.IsRunningAsync(kind))
                names.Add(kind.Name);
        await session.Servers.EndAsync([.. names, "epmd"]);
        foreach (var kind in ServerKind.All)
            session.Supervisor.RecordOf(kind.Name).Remove();
        session.Servers.ForgetGiven();
        Session.Say(names.Count > 0 ? "stopped." : "no server was running.");
        return ExitCode.Ok;
    }

    private static async Task<int> EnvironmentAsync(Session session)
    {
        var runs = false;
        foreach (var kind in ServerKind.All)
            runs |= session.Servers.IsOwn(kind) && await session.Servers.IsRunningAsync(kind);
        if (session.Servers.Ports is null || (!runs && session.Servers.SourceOf(ServerKind.Redis) != ServerSource.Given))
            throw new SupervisorException("the servers are not running: ./flashflow up, or ./flashflow services up.");
        foreach (var kind in ServerKind.All)
            Session.Say($"export {kind.Variable}='{session.Servers.AddressOf(kind).Replace("'", "'\\''", StringComparison.Ordinal)}'");
        return ExitCode.Ok;
    }

    private static async Task StartAsync(Session session, ServerKind kind)
    {
        if (await session.Servers.IsRunningAsync(kind))
        {
            Session.Say($"{kind.Name} is running already.");
            return;
        }

        await session.Servers.StartAsync(kind, session.Interrupted);
        session.Keeps = true;
        Session.Say($"{kind.Name} is ready.");
    }

    private static Task StopAsync(Session session, ServerKind kind) => EndAsync(session, kind, session.Servers.StopAsync, "stopped");

    private static Task KillAsync(Session session, ServerKind kind) => EndAsync(session, kind, session.Servers.KillAsync, "killed");

    private static async Task EndAsync(Session session, ServerKind kind, Func<ServerKind, Task> endAsync, string word)
    {
        var runs = await session.Servers.IsRunningAsync(kind);
        if (runs)
            await endAsync(kind);
        session.Supervisor.RecordOf(kind.Name).Remove();
        Session.Say(runs ? $"{kind.Name} is {word}." : $"{kind.Name} is not running.");
    }

    private static async Task FreezeAsync(Session session, ServerKind kind)
    {
        await NeedRunningAsync(session, kind);
        await session.Servers.FreezeAsync(kind);
        Session.Say($"{kind.Name} is frozen.");
    }

    private static async Task ThawAsync(Session session, ServerKind kind)
    {
        await NeedRunningAsync(session, kind);
        await session.Servers.ThawAsync(kind);
        Session.Say($"{kind.Name} goes on.");
    }

    private static async Task NeedRunningAsync(Session session, ServerKind kind)
    {
        if (!await session.Servers.IsRunningAsync(kind))
            throw new SupervisorException($"{kind.Name} is not running.");
    }
}
