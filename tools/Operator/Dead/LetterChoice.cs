using FlashFlow.Core.Reviewing;

namespace FlashFlow.Operator.Dead;

/// <summary>The letters that somebody asks for: by their ids, or all.</summary>
internal sealed record LetterChoice(IReadOnlyList<string> Ids, bool All)
{
    /// <summary>Picks the letters.</summary>
    /// <returns>The letters, or what is wrong with the question, in words.</returns>
    public (IReadOnlyList<ReviewedLetter> Letters, string? Objection) From(DeadLetterReview review)
    {
        if (All == Ids.Count > 0)
            return ([], All ? "either ids or --all, not both." : "which letter? Say its id, or --all.");
        if (All)
            return (review.Letters, null);

        var letters = new List<ReviewedLetter>();
        foreach (var id in Ids)
            switch (review.Find(id.ToLowerInvariant()))
            {
                case []:
                    return ([], $"there is no dead letter '{id}': see ./flashflow dead list.");
                case [var letter]:
                    letters.Add(letter);
                    break;
                case var several:
                    return ([], $"{several.Count} dead letters begin with '{id}': {string.Join(", ", several.Select(letter => letter.Letter.Fingerprint))}.");
            }

        return ([.. letters.Distinct()], null);
    }
}
