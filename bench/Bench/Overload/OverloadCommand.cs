using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FlashFlow.Operator.Demo;
using FlashFlow.Operator.Engine;
using FlashFlow.Load;

namespace FlashFlow.Bench.Overload;

/// <summary><c>overload</c>: several times more demand than the engine can take, over thousands of connections.</summary>
internal static class OverloadCommand
{
    private static readonly Option<Uri> Url = FrontOption.Create();

    private static readonly Option<int> Connections = NumberOption.Create(
        "--connections", "Connections that are open all the time.", "N", usual: 10_000, min: 100, max: 25_000);

    private static readonly Option<int> Seconds = NumberOption.Create(
        "--seconds", "How long more is offered than the engine can take.", "N", usual: 30, min: 1, max: 3_600);

    private static readonly Option<int> Factor = NumberOption.Create(
        "--factor", "How many times more.", "N", usual: 5, min: 1, max: 100);

    private static readonly Option<int> MaxMegabytes = NumberOption.Create(
        "--max-memory", "Most memory that a watched process may take.", "MB", usual: 768, min: 64, max: 1_000_000);

    private static readonly Option<string[]> Processes = new("--watch")
    {
        Description = "A process whose memory is read, as NAME=ID; may be given several times.",
        HelpName = "NAME=ID",
        Validators = { RefuseWrongProcesses },
    };

    public static Command Create()
    {
        var command = new Command(
            "overload",
            "Offers several times what the engine can take. Ends with 0 only if nothing was lost, nobody was told anything but 202, 409, 429 or 503, and memory stayed bounded.")
        {
            Url,
            Connections,
            Seconds,
            Factor,
            MaxMegabytes,
            Processes,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var options = new OverloadOptions
            {
                Url = parsed.GetRequiredValue(Url),
                Connections = parsed.GetValue(Connections),
                Duration = TimeSpan.FromSeconds(parsed.GetValue(Seconds)),
                Factor = parsed.GetValue(Factor),
                Processes = (parsed.GetValue(Processes) ?? []).Select(Split).ToDictionary(process => process.Name, process => process.Id),
                MaxMegabytes = parsed.GetValue(MaxMegabytes),
            };
            return Verb.RunAsync(() => RunAsync(options, cancellation), ExitCode.Failed, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(OverloadOptions options, CancellationToken cancellation)
    {
        InlineSockets.Use();
        await using var engine = new EngineAccess();
        var console = Terminal.Open();
        var result = await new OverloadRun(engine, console, options).RunAsync(cancellation);
        console.Write(OverloadTables.OfStages(result));
        console.Write(OverloadTables.OfMemory(result));
        return Check.Tell(OverloadVerdict.Of(result), console);
    }

    private static void RefuseWrongProcesses(OptionResult result)
    {
        foreach (var token in result.Tokens.Where(token => Split(token.Value).Id <= 0))
            result.AddError($"--watch takes NAME=ID, such as front-1=4711, not '{token.Value}'.");
    }

    private static (string Name, int Id) Split(string text)
    {
        var parts = text.Split('=', 2);
        return parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? (parts[0], id) : (text, 0);
    }
}
