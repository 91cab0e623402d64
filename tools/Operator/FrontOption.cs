using System.CommandLine;
using System.CommandLine.Parsing;
using FlashFlow.Load;

namespace FlashFlow.Operator;

/// <summary>The option that names a front in demo mode on this machine.</summary>
internal static class FrontOption
{
    public static Option<Uri> Create() => new("--url")
    {
        Description = "The front to buy from, on this machine; it must be in demo mode.",
        HelpName = "URL",
        DefaultValueFactory = _ => new("http://127.0.0.1:3000"),
        CustomParser = ParseUrl,
    };

    private static Uri? ParseUrl(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        try
        {
            if (Uri.TryCreate(text, UriKind.Absolute, out var uri))
            {
                LoadTarget.Of(uri);
                return uri;
            }

            result.AddError($"--url: '{text}' is no URL such as http://127.0.0.1:3000.");
        }
        catch (LoadRefusedException refusal)
        {
            result.AddError($"--url: {refusal.Message}");
        }

        return null;
    }
}
