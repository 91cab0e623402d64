namespace FlashFlow.EndToEnd.Tests.Pods;

/// <summary>A test that starts programs as pods do, in network namespaces: it runs where the machine lets it.</summary>
public sealed class PodFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Obstacle = new(PodSandbox.FindObstacle);

    public PodFactAttribute() => Skip = Obstacle.Value;
}
