using System.Reflection;
using System.Text.RegularExpressions;
using FlashFlow.WebFront.Errors;

namespace FlashFlow.WebFront.Tests.Documentation;

/// <summary>The OpenAPI document, and the page that shows it.</summary>
public sealed partial class ApiDocumentTests(ClusterFront shared) : SharedFrontTests(shared)
{
    [Fact]
    public async Task It_stays_as_it_is() =>
        Golden.Matches("tests/WebFront.Tests/openapi.json", (await DemoFront.GetAsync("/openapi/v1.json")).Text + "\n");

    [Fact]
    public async Task It_names_every_error_that_the_front_answers()
    {
        var document = (await DemoFront.GetAsync("/openapi/v1.json")).Text;
        var codes = typeof(Problems).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<Problem>()
            .Concat([Problems.ForStatus(404), Problems.ForStatus(405)])
            .Select(problem => problem.Code);

        Assert.All(codes, code => Assert.Contains($"`{code}`", document, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_request_and_every_answer_in_it_has_an_example()
    {
        var calls = (await DemoFront.GetAsync("/openapi/v1.json")).Json.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(call => (Name: $"{call.Name} {path.Name}", call.Value)))
            .ToList();

        Assert.All(calls.SelectMany(call => Contents(call.Name, call.Value)), content => Assert.True(
            content.Value.TryGetProperty("example", out _) || content.Value.TryGetProperty("examples", out _), content.Name));
        Assert.Equal(calls.Count, calls.Count(call => Contents(call.Name, call.Value).Any(content => content.Name.Contains(" 500 ", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task The_page_that_shows_it_loads_nothing_from_elsewhere_and_offers_no_service_of_others()
    {
        var page = await Front.GetAsync("/docs/");
        Assert.Equal(200, page.Status);
        Assert.StartsWith("text/html", page.ContentType, StringComparison.Ordinal);
        Assert.Contains("<title>FlashFlow</title>", page.Text, StringComparison.Ordinal);

        Assert.DoesNotContain("//", page.Text, StringComparison.Ordinal);
        Assert.Contains("\"showDeveloperTools\":\"never\"", page.Text, StringComparison.Ordinal);
        Assert.Contains("\"agent\":{\"disabled\":true}", page.Text, StringComparison.Ordinal);
        Assert.Contains("\"mcp\":{\"disabled\":true}", page.Text, StringComparison.Ordinal);
        Assert.Contains("\"telemetry\":false", page.Text, StringComparison.Ordinal);
        Assert.Contains("\"hideClientButton\":true", page.Text, StringComparison.Ordinal);
        Assert.Contains("\"withDefaultFonts\":false", page.Text, StringComparison.Ordinal);
        var scripts = Scripts().Matches(page.Text).Select(match => match.Groups["address"].Value).ToList();
        Assert.Equal(2, scripts.Count);
        foreach (var script in scripts)
            Assert.Equal(200, (await Front.GetAsync($"/docs/{script}")).Status);
    }

    private static IEnumerable<(string Name, JsonElement Value)> Contents(string name, JsonElement call)
    {
        var parts = call.GetProperty("responses").EnumerateObject().Select(answer => (answer.Name, answer.Value)).ToList();
        if (call.TryGetProperty("requestBody", out var request))
            parts.Add(("request", request));
        return parts.SelectMany(part => part.Value.TryGetProperty("content", out var content)
            ? content.EnumerateObject().Select(kind => ($"{name} {part.Name} {kind.Name}", kind.Value))
            : []);
    }

    [GeneratedRegex("src=\"(?<address>[^\"]+)\"")]
    private static partial Regex Scripts();
}
