using System.Text;
using System.Text.Json;
using FlashFlow.Chaos.Shopping;
using FlashFlow.Core.Rooms;

namespace FlashFlow.Chaos.Watchers;

/// <summary>Somebody who only looks at the line, and keeps what is published of each draw.</summary>
internal sealed class LineWatcher(FrontClient client, LineJournal journal)
{
    private const string Path = $"/products/{ChaosProduct.Lined}/room";

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    // A front shows again for half a second what it has seen.
    private static readonly TimeSpan LookLasts = RoomDesk.LookLasts + TimeSpan.FromMilliseconds(100);

    /// <summary>Looks until it is cancelled, and once more.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            if (await LookAsync() is { Commitment: { } room, Drawn: not null } && !journal.Proofs.ContainsKey(room))
                await ProveAsync(room);
            await Task.Delay(LookEvery, CancellationToken.None);
        }

        await Task.Delay(LookLasts, CancellationToken.None);
        await LookAsync();
    }

    private async Task<LineLook?> LookAsync()
    {
        var look = await FindAsync<LineLook>(Path);
        if (look is not null)
            journal.Note(look);
        return look;
    }

    // The leaves are of this room if it is still there when they have come.
    private async Task ProveAsync(string room)
    {
        if (await FindAsync<DrawProof>($"{Path}/proof") is not { } proof || proof.Commitment != room
            || await AskAsync($"{Path}/proof/leaves") is not (200, var leaves))
            return;
        await Task.Delay(LookLasts);
        if (await FindAsync<DrawProof>($"{Path}/proof") == proof)
            journal.Note(proof, [.. Encoding.ASCII.GetString(leaves).Split('\n', StringSplitOptions.RemoveEmptyEntries).SelectMany(Convert.FromHexString)]);
    }

    private async Task<T?> FindAsync<T>(string path)
        where T : class =>
        await AskAsync(path) is (200, var answer) ? JsonSerializer.Deserialize<T>(answer, JsonSerializerOptions.Web) : null;

    private async Task<(int Status, byte[] Body)> AskAsync(string path)
    {
        var answer = await client.AskAsync(HttpMethod.Get, path);
        journal.Note(HttpMethod.Get, path, answer.Status);
        return answer;
    }
}
