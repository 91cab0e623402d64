using System.CommandLine;
using FlashFlow.Infrastructure.Access;
using FlashFlow.Supervisor;

namespace FlashFlow.Operator.Key;

/// <summary><c>key</c>: access keys for shops, operators and who only looks. No server is asked.</summary>
internal static class KeyCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "Whose key it is; the history of a sale tells it." };

    private static readonly Option<string> Role = new("--role") { Description = $"What it opens: {AccessRoles.Names}.", Required = true, HelpName = "ROLE" };

    private static readonly Option<string?> File = new("--file")
    {
        Description = "The file of FlashFlow__Front__KeysFile: fronts that read it take the key within a second. Without it, what the settings need is printed.",
        HelpName = "FILE",
    };

    private static readonly Option<string> NeededFile = new("--file")
    {
        Description = "The file of FlashFlow__Front__KeysFile.",
        HelpName = "FILE",
        Required = true,
    };

    public static Command Create() => new(
        "key",
        "Access keys. A key is printed once, when it is made; files and settings hold its hash only. Ends with 0 when done, 1 when the file cannot be used, 2 for a wrong name or role.")
    {
        New(),
        List(),
        Revoke(),
    };

    private static Command New()
    {
        var command = new Command("new", "Makes a key, prints it once, and puts its hash into the file, or prints it for the settings.") { Name, Role, File };
        command.SetAction((parsed, cancellation) => RunAsync(
            () => KeyDesk.Make(parsed.GetValue(Name)!, parsed.GetValue(Role)!, parsed.GetValue(File)), cancellation));
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Lists the names and roles of the keys in the file.") { NeededFile };
        command.SetAction((parsed, cancellation) => RunAsync(() => KeyDesk.List(parsed.GetValue(NeededFile)!), cancellation));
        return command;
    }

    private static Command Revoke()
    {
        var command = new Command("revoke", "Takes a key out of the file: within a second it opens nothing any more.") { Name, NeededFile };
        command.SetAction((parsed, cancellation) => RunAsync(() => KeyDesk.Revoke(parsed.GetValue(Name)!, parsed.GetValue(NeededFile)!), cancellation));
        return command;
    }

    private static Task<int> RunAsync(Func<int> verb, CancellationToken cancellation) =>
        Verb.RunAsync(() => Task.FromResult(verb()), ExitCode.Away, cancellation);
}
