using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace FlashFlow.Console.Fronts;

/// <summary>A page of a list.</summary>
/// <param name="Items">What is on it.</param>
/// <param name="Next">Path of the next one; null when this is the last.</param>
public sealed record ListPage<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Reads where a list goes on.</summary>
public static partial class ListPage
{
    /// <summary>The path that a header <c>Link: &lt;path&gt;; rel="next"</c> names; null when there is none.</summary>
    public static string? FindNext(HttpResponseHeaders headers) =>
        headers.TryGetValues("Link", out var links) && links.Select(link => Next().Match(link)).FirstOrDefault(link => link.Success) is { } next
            ? next.Groups["path"].Value
            : null;

    [GeneratedRegex("""^<(?<path>/[^/>][^>]*)>;\s*rel="?next"?$""", RegexOptions.ExplicitCapture)]
    private static partial Regex Next();
}
