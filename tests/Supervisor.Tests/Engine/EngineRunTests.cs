using FlashFlow.Supervisor.Engine;

namespace FlashFlow.Supervisor.Tests.Engine;

public sealed class EngineRunTests : StateTests
{
    private static readonly Ports Ports = new(20_000);
    private static readonly EngineRun Run = new(Silos: 1, Fronts: 2, Drains: 1, Port: 3000, IsStandalone: false, HasConsole: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_was_started_is_remembered(bool hasConsole)
    {
        var run = Run with { HasConsole = hasConsole };

        run.Save(Temporary.State);

        Assert.Equal(run, EngineRun.Load(Temporary.State));
        Assert.Equal(hasConsole, run.Programs(Temporary.State, Ports).Any(program => program.Name == EngineProgram.Console));
    }

    [Fact]
    public void The_console_calls_every_front_and_asks_every_process_how_it_is()
    {
        var console = Run.Programs(Temporary.State, Ports)[^1];

        Assert.Equal((EngineProgram.Console, Ports.Console), (console.Name, console.Port));
        Assert.Equal("http://127.0.0.1:3000/,http://127.0.0.1:3001/", console.Settings["FlashFlow__Console__Fronts"]);
        Assert.Equal(
            ["silo-1", "front-1", "front-2", "drain-1"],
            Enumerable.Range(0, 4).Select(number => console.Settings[$"FlashFlow__Console__Processes__{number}__Name"]));
        Assert.Equal("http://127.0.0.1:3001/", console.Settings["FlashFlow__Console__Processes__2__Address"]);
        Assert.DoesNotContain(console.Settings.Keys, name => name.Contains("Dashboards", StringComparison.Ordinal));
    }

    [Fact]
    public void With_the_dashboard_the_console_links_it()
    {
        var console = Run.Programs(Temporary.State, Ports, new Dictionary<string, string?> { [Dashboard.TelemetryVariable] = "http://127.0.0.1:1" })[^1];

        Assert.Equal($"http://127.0.0.1:{Ports.Dashboard}", console.Settings["FlashFlow__Console__Dashboards__0__Address"]);
    }
}
