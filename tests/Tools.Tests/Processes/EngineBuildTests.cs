using FlashFlow.Operator.Processes;

namespace FlashFlow.Tools.Tests.Processes;

public sealed class EngineBuildTests
{
    [Fact]
    public void The_build_beside_this_program_is_its_own_with_other_settings_too()
    {
        Assert.True((EngineBuild.Own with { Settings = new Dictionary<string, string?> { ["a"] = "b" } }).IsOwn);
        Assert.False((EngineBuild.Own with { Suffix = "-against" }).IsOwn);
    }
}
