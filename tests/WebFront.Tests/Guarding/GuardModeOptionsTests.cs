using FlashFlow.WebFront.Guarding;
using Microsoft.Extensions.Configuration;

namespace FlashFlow.WebFront.Tests.Guarding;

public sealed class GuardModeOptionsTests
{
    [Theory]
    [InlineData(null, GuardMode.Cluster)]
    [InlineData("cluster", GuardMode.Cluster)]
    [InlineData("Standalone", GuardMode.Standalone)]
    public void A_mode_is_given_by_its_name_and_is_cluster_where_none_is_given(string? setting, GuardMode mode)
    {
        Assert.Equal(mode, Read(setting).Mode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("both")]
    [InlineData("1")]
    [InlineData("cluster,standalone")]
    public void Anything_else_is_refused_with_a_sentence(string setting)
    {
        var failure = Assert.Throws<InvalidOperationException>(() => Read(setting));
        Assert.Equal($"FlashFlow:Guard:Mode: '{setting}' is neither cluster nor standalone.", failure.Message);
    }

    private static GuardModeOptions Read(string? setting) => GuardModeOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection([new(GuardModes.Setting, setting)]).Build());
}
