namespace FlashFlow.Clusters;

/// <summary>What all clusters share.</summary>
internal static class Cluster
{
    /// <summary>Starts one; what has started of it is ended where the rest does not.</summary>
    public static async Task<T> StartAsync<T>(T cluster, Func<Task> startAsync)
        where T : IAsyncDisposable
    {
        try
        {
            await startAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }
}
