using FlashFlow.WebFront.Errors;

namespace FlashFlow.WebFront.Shoppers;

/// <summary>What a token is worth: it says whose it is, or there is a reason why not.</summary>
internal readonly record struct TokenCheck(string? ShopperId, Problem? Refusal)
{
    public static implicit operator TokenCheck(Problem refusal) => new(null, refusal);
}
