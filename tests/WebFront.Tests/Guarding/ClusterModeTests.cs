using FlashFlow.Core.Guarding;
using Microsoft.Extensions.DependencyInjection;

namespace FlashFlow.WebFront.Tests.Guarding;

/// <summary>What a front in a cluster is made of.</summary>
public sealed class ClusterDeskTests(ClusterFront shared) : SharedFrontTests(shared)
{
    [Fact]
    public async Task A_call_to_a_grain_takes_along_all_who_wait()
    {
        await using var front = RunningFront.Build(Sandbox);

        var guard = front.Services.GetRequiredService<GuardOptions>();
        Assert.Equal((2_000, 2_000), (guard.MaxBatch, guard.MaxWaiting));
    }

    [Fact]
    public async Task An_operator_who_wants_it_otherwise_is_heard()
    {
        await using var front = RunningFront.Build(Sandbox, ("FlashFlow:Guard:MaxBatch", "7"));

        var guard = front.Services.GetRequiredService<GuardOptions>();
        Assert.Equal((7, 2_000), (guard.MaxBatch, guard.MaxWaiting));
    }
}
