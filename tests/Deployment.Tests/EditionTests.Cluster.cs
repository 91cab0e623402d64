using FlashFlow.Testing;

namespace FlashFlow.Deployment.Tests;

public sealed partial class EditionTests
{
    [Fact]
    public async Task Where_all_packages_restore_it_is_the_cluster_edition()
    {
        var (code, output) = await RunAsync(RealServices.Root, "edition");

        Assert.Equal("edition: cluster", Assert.Single(output));
        Assert.Equal(0, code);
    }
}
