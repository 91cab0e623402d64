using System.Text.Json;
using System.Text.RegularExpressions;
using FlashFlow.Testing;

namespace FlashFlow.Deployment.Tests;

public sealed partial class HttpFileTests
{
    // What one call takes from the answer to another.
    private static readonly (string Written, string Name)[] Answers =
    [
        ("{{buy.response.body.$.orderId}}", "{orderId}"),
        ("{{cart.response.body.$.orderId}}", "{cartId}"),
        ("/products/cup", "/products/{productId}"),
        ("/products/plate", "/products/{productId}"),
        ("/products/set", "/products/{productId}"),
        ("/products/ticket", "/products/{productId}"),
        ("{{sale.response.body.$.epoch}}", "{epoch}"),
        ("{{letters.response.body.$[0].id}}", "{id}"),
        ("/webhooks/shop", "/webhooks/{name}"),
    ];

    // What the document does not speak of: itself, and the calls of launchers and load balancers.
    private static readonly string[] Undocumented = ["GET /health/live", "GET /health/ready", "GET /openapi/v1.json"];

    [Fact]
    public void Flashflow_http_has_every_call_of_the_front_and_no_other()
    {
        using var document = JsonDocument.Parse(Read("tests/WebFront.Tests/openapi.json"));
        var calls = document.RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(call => $"{call.Name.ToUpperInvariant()} {path.Name}"));

        var written = Requests().Matches(Read("flashflow.http"))
            .Select(request => $"{request.Groups["method"].Value} {request.Groups["path"].Value.Replace("{{product}}", "{productId}", StringComparison.Ordinal)}")
            .Select(request => Answers.Aggregate(request, (text, answer) => text.Replace(answer.Written, answer.Name, StringComparison.Ordinal)));

        Assert.Equal(calls.Concat(Undocumented).Order(), written.Distinct().Order());
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(RealServices.Root, path));

    [GeneratedRegex(@"^(?<method>[A-Z]+) \{\{front\}\}(?<path>[^?\s]+)", RegexOptions.Multiline)]
    private static partial Regex Requests();
}
