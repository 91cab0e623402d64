using System.Collections.Concurrent;
using FlashFlow.Core.Rooms;

namespace FlashFlow.Chaos.Shopping;

/// <summary>All that was told of a product's line, in one room after the other.</summary>
internal sealed class LineJournal
{
    private readonly ConcurrentQueue<LineLook> looks = [];
    private readonly ConcurrentQueue<Stay> stays = [];
    private readonly ConcurrentQueue<PassBuy> buys = [];
    private readonly ConcurrentQueue<string> stuck = [];
    private readonly ConcurrentQueue<string> unexpected = [];
    private readonly ConcurrentDictionary<string, (DrawProof Proof, byte[] Leaves)> proofs = [];

    public IReadOnlyCollection<LineLook> Looks => looks;

    public IReadOnlyCollection<Stay> Stays => stays;

    /// <summary>Buys of those who were let in, and of some who were not.</summary>
    public IReadOnlyCollection<PassBuy> Buys => buys;

    /// <summary>Who stayed in line with everything up, and did not get in.</summary>
    public IReadOnlyCollection<string> Stuck => stuck;

    /// <summary>Answers that a room never gives.</summary>
    public IReadOnlyCollection<string> Unexpected => unexpected;

    /// <summary>What was published of each draw, by the room's commitment.</summary>
    public IReadOnlyDictionary<string, (DrawProof Proof, byte[] Leaves)> Proofs => proofs;

    public void Note(LineLook look)
    {
        if (look.Commitment is not null)
            looks.Enqueue(look);
    }

    /// <summary>Notes the status of an answer; 0: there was none.</summary>
    public void Note(HttpMethod method, string path, int status)
    {
        // While there is no room, or another one, or no server, many things are true.
        if (status is not (0 or 200 or 204 or 404 or 409 or 422 or 503))
            unexpected.Enqueue($"{method} {path} was answered {status}");
    }

    /// <summary>Notes what a shopper was told.</summary>
    /// <returns>The stay that it is of: the one so far, or another, where the room is another or they had left.</returns>
    public Stay Note(string shopperId, Stay? stay, Turn turn)
    {
        Note(turn.Room);
        if (stay is not null && stay.Commitment == turn.Room.Commitment && !(stay.HasLeft && stay.Number != turn.Number))
        {
            stay.Take(turn, DateTimeOffset.UtcNow);
            return stay;
        }

        stays.Enqueue(stay = new(shopperId, turn));
        return stay;
    }

    public void Note(PassBuy buy) => buys.Enqueue(buy);

    public void Note(DrawProof proof, byte[] leaves) => proofs[proof.Commitment] = (proof, leaves);

    public void NoteStuck(string what) => stuck.Enqueue(what);
}
