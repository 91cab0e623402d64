using System.Text.Json.Serialization;
using FlashFlow.Core.Buying;

namespace FlashFlow.Core.Carts;

/// <summary>
/// An order of several lines: a name for the orders that it is made of, one for each product. What is remembered of it is which these are; how
/// they stand, each product's ledger knows.
/// </summary>
public sealed record Cart
{
    /// <summary>Most lines.</summary>
    public const int MostLines = 20;

    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who bought.</summary>
    public required string ShopperId { get; init; }

    /// <summary>As it was asked for.</summary>
    public required IReadOnlyList<CartLine> Lines { get; init; }

    /// <summary>What it takes, in the order in which it is taken.</summary>
    public required IReadOnlyList<CartPart> Parts { get; init; }

    /// <summary>How often it was tried, from 1: what was given back is not taken again under the same order ids.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>All parts of several families were taken. Those of one family are all taken or none, whatever stands here.</summary>
    public bool IsTaken { get; init; }

    /// <summary>Why its payment was refused for good (G9); null as long as none was.</summary>
    public OrderOutcome? Refusal { get; init; }

    /// <summary>The parts of which something is taken.</summary>
    [JsonIgnore]
    public IEnumerable<CartPart> Orders => Parts.Where(part => !part.IsBundle);

    /// <summary>Whether some of it may be taken and some not: what is of several families is not taken in one step.</summary>
    [JsonIgnore]
    public bool MayBeHalf => !IsTaken && Parts.Select(part => part.FamilyName).Distinct().Skip(1).Any();
}
