using System.CommandLine;

namespace FlashFlow.Supervisor.CommandLine;

/// <summary>
/// What is started for a verb. A program behind a verb has these among its own options, so that they stand in its help and wrong values are
/// refused with all others; the launcher, which does the starting, reads them from the command line that it passes on.
/// </summary>
public static class LaunchOptions
{
    private const string Single = "single";
    private const string Clustered = "clustered";

    /// <summary>Who guards the stock.</summary>
    public static Option<bool> Standalone { get; } = new("--standalone")
    {
        Description = "without silos: each front guards the stock itself (default: cluster, in which silos do)",
        Arity = ArgumentArity.Zero,
    };

    /// <summary>Where the front is.</summary>
    public static Option<int?> Port { get; } = NumberOption.CreateOptional("--port", "port of the front; default 3000, or the next free hundred", "P", min: 1, max: 65_535);

    /// <summary>Which demo is run.</summary>
    public static Option<bool> Holds { get; } = new("--holds")
    {
        Description = "units are held for 5 seconds and paid for; a third of 300 people never pays (default: sold at once)",
        Arity = ArgumentArity.Zero,
    };

    /// <summary>Whether what a demo started goes on after it.</summary>
    public static Option<bool> Keep { get; } = new("--keep")
    {
        Description = "what was started stays up, so that the sale can be looked at; ./flashflow down stops it",
        Arity = ArgumentArity.Zero,
    };

    /// <summary>Which commit is built and started beside this one.</summary>
    public static Option<string?> Against { get; } = new("--against")
    {
        Description = "builds this commit (a branch, a tag, a hash, HEAD~3) as well, and lets its runs and those of this checkout take turns",
        HelpName = "REF",
    };

    /// <summary>Which servers are started.</summary>
    public static Option<string> Servers { get; } = CreateServers();

    /// <summary>Asks for nothing but an answer to the command line: whether it can be carried out.</summary>
    public static Option<bool> Check { get; } = new("--check") { Recursive = true, Hidden = true };

    /// <summary>Reads them from a command line whose other words are of no concern here.</summary>
    public static ParseResult Read(IReadOnlyList<string> arguments)
    {
        var command = new RootCommand { Standalone, Port, Against, Servers };
        command.TreatUnmatchedTokensAsErrors = false;
        return command.Parse(arguments);
    }

    /// <summary>Whether each server is to be a cluster.</summary>
    public static bool AreServersClustered(ParseResult parsed) => parsed.GetValue(Servers) == Clustered;

    private static Option<string> CreateServers()
    {
        var option = new Option<string>("--servers")
        {
            Description = $"{Single}: one of each; {Clustered}: Redis with two replicas and sentinels, three RabbitMQ nodes, PostgreSQL with a standby",
            DefaultValueFactory = _ => Single,
        };
        option.AcceptOnlyFromAmong(Single, Clustered);
        return option;
    }
}
