using System.Text.RegularExpressions;
using FlashFlow.Console;
using FlashFlow.Drain;
using FlashFlow.Silo;
using FlashFlow.Testing;
using FlashFlow.WebFront;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace FlashFlow.Deployment.Tests;

public sealed partial class RunbookTests
{
    [Fact]
    public void Every_health_check_has_its_line_in_the_deployment_page_and_its_section_in_the_runbook()
    {
        using var silo = SiloProcess.Build([]);
        using var front = Front.Build(
        [
            "--FlashFlow:Front:ShopperTokens=required", "--FlashFlow:ShopperTokens:Issuer=shop", "--FlashFlow:ShopperTokens:Audience=sale",
            "--FlashFlow:ShopperTokens:KeysAddress=http://127.0.0.1/",
        ]);
        using var drain = DrainProcess.Build([]);
        using var console = ConsoleProcess.Build([]);
        WebApplication[] processes = [silo, front, drain, console];
        var checks = processes.SelectMany(process => process.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations)
            .Select(check => check.Name).Distinct().Order();

        Assert.Equal(checks, NamesIn("runbook.md", Section()));
        Assert.Equal(checks, NamesIn("deployment.md", Line()));
    }

    private static IEnumerable<string> NamesIn(string page, Regex name) =>
        name.Matches(File.ReadAllText(Path.Combine(RealServices.Root, "docs", page))).Select(match => match.Groups[1].Value).Distinct().Order();

    [GeneratedRegex("^## `([a-z-]+)`$", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^\| [a-z ,()]+ \| `([a-z-]+)` \| [^|]+ \| [^|]+ \|$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
