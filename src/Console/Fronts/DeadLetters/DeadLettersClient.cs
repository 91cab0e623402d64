namespace FlashFlow.Console.Fronts.DeadLetters;

/// <summary>The front's calls about dead letters.</summary>
public sealed class DeadLettersClient(FrontCaller front)
{
    private sealed record Decision(string Id, string Result);

    /// <summary>Those that wait for a decision.</summary>
    public async Task<IReadOnlyList<DeadLetterView>> ListAsync(CancellationToken cancellation) => await front.GetAsync<DeadLetterView[]>("/dead-letters", cancellation);

    /// <summary>One of them with its body; null when there is none.</summary>
    public Task<DeadLetterView?> FindAsync(string id, CancellationToken cancellation) => front.FindAsync<DeadLetterView>(Path(id), cancellation);

    /// <summary>Sends it to the drains once more.</summary>
    public Task ReplayAsync(string id) => DecideAsync(id, "replay");

    /// <summary>Gives it up.</summary>
    public Task DiscardAsync(string id) => DecideAsync(id, "discard");

    private Task<Decision?> DecideAsync(string id, string what) => front.ActAsync<Decision>(HttpMethod.Post, $"{Path(id)}/{what}");

    private static string Path(string id) => $"/dead-letters/{Uri.EscapeDataString(id)}";
}
