using System.CommandLine;
using FlashFlow.Cli;
using FlashFlow.Supervisor;

// Runs, tests and stops FlashFlow on one machine. Started by ./flashflow, which has built it.
var root = new RootCommand(
    """
    FlashFlow on one machine.

    Where the servers come from, first that fits: the addresses in the environment; Docker; programs on the machine; apt-get on Debian and Ubuntu. What has data here keeps its source.

    In the environment:
      FLASHFLOW_REDIS      address of a Redis, such as 127.0.0.1:6379
      FLASHFLOW_RABBITMQ   address of a RabbitMQ, such as amqp://user:password@127.0.0.1:5672
      FLASHFLOW_POSTGRES   address of a PostgreSQL, such as 'Host=127.0.0.1;Username=u;Password=p;Database=d'
      FLASHFLOW_NO_DOCKER  1: do not use Docker
      FLASHFLOW_STATE      directory for data, logs and process ids (default: .flashflow)

    Everything listens on 127.0.0.1 only, with demo credentials: for trying, not for selling.
    """)
{
    UpCommand.Create(),
    FrontCommands.CreateDemo(),
    TestCommand.Create(),
    StatusCommand.Create(),
    LogsCommand.Create(),
    DownCommand.Create(),
    ServicesCommand.Create(),
};
foreach (var tool in ToolVerb.Create())
    root.Add(tool);

string[] asked = args is ["help" or "-h", .. var what] ? [.. what, "--help"] : args is [] ? ["--help"] : args;
if (ToolVerb.Find(asked[0]) is { } verb)
    return await verb.RunAsync(asked);
if (!asked[0].StartsWith('-') && root.Subcommands.All(command => command.Name != asked[0]))
    return Refuse($"there is no verb {asked[0]}: see ./flashflow --help.");
if (!OperatingSystem.IsLinux())
    return Refuse("the launcher needs Linux; elsewhere use docker compose up.", ExitCode.Failed);

var parsed = root.Parse(asked);
if (parsed.Errors.Count == 0)
    return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }); // Session hears signals by itself.
var command = parsed.CommandResult.Command;
return Refuse(parsed.UnmatchedTokens is [var unknown, ..] ? $"{command.Name} does not know {unknown}: see ./flashflow {asked[0]} --help."
    : command.Subcommands.Count > 0 ? $"{command.Name} needs an action: see ./flashflow {asked[0]} --help."
    : parsed.Errors[0].Message);

static int Refuse(string sentence, int exitCode = ExitCode.Usage)
{
    Session.Complain(sentence);
    return exitCode;
}
