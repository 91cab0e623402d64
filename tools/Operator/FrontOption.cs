using System.CommandLine;
using System.CommandLine.Parsing;
using FlashFlow.Load;

namespace FlashFlow.Operator;

/// <summary>The option that names a front.</summary>
internal static class FrontOption
{
    /// <summary>A front in demo mode on this machine.</summary>
    public static Option<Uri> Create() => new("--url")
    {
        Description = "The front to buy from, on this machine; it must be in demo mode.",
        HelpName = "URL",
        DefaultValueFactory = _ => new("http://127.0.0.1:3000"),
        CustomParser = ParseUrl,
    };

    /// <summary>Any front.</summary>
    public static Option<Uri> CreateForAny() => new("--url")
    {
        Description = "A front.",
        HelpName = "URL",
        DefaultValueFactory = _ => new("http://127.0.0.1:3000"),
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
                return url;
            result.AddError($"--url: '{result.Tokens[0].Value}' is no address such as http://127.0.0.1:3000.");
            return null;
        },
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
