using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using FlashFlow.Core;

namespace FlashFlow.Infrastructure.Access;

/// <summary>Validates named keys, those of the settings and those of a file.</summary>
public static class NamedKeys
{
    /// <summary>The name of the operator whose key is <c>FlashFlow:Front:OperatorKey</c>.</summary>
    public const string OperatorName = "operator";

    private const int DigitsOfHash = SHA256.HashSizeInBytes * 2;

    // What a hash is made of when the variable that should have held the key was empty.
    private static readonly string HashOfNothing = Convert.ToHexString(SHA256.HashData([]));

    /// <summary>Validates the setting; the first defect names its key.</summary>
    public static ValidationResult? Check(IReadOnlyList<NamedKey> keys, ValidationContext context)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            if (FindDefect(keys[i], [.. keys.Take(i)]) is { } defect)
                return new(defect.Sentence, [$"{context.MemberName}:{i}:{defect.Member}"]);
        }

        return ValidationResult.Success;
    }

    /// <summary>What is wrong with a key beside others, and in which member; null when nothing is.</summary>
    public static (string Member, string Sentence)? FindDefect(NamedKey key, IReadOnlyList<NamedKey> others) => key switch
    {
        _ when !Identifiers.IsShopperId(key.Name) =>
            (nameof(key.Name), $"A key's name has 1 to {Identifiers.MaxLength} of the characters A-Z a-z 0-9 . _ - : @ +"),
        { Name: OperatorName } => (nameof(key.Name), $"The name {OperatorName} is that of the OperatorKey."),
        _ when others.Any(other => other.Name == key.Name) => (nameof(key.Name), $"Another key has the name {key.Name} already."),
        _ when AccessRoles.Find(key.Role) is null => (nameof(key.Role), $"A key's role is {AccessRoles.Names}."),
        _ when !IsHash(key.Sha256) => (nameof(key.Sha256), $"The SHA-256 of a key has {DigitsOfHash} hexadecimal digits."),
        _ when IsSame(key.Sha256, HashOfNothing) => (nameof(key.Sha256), "This is the SHA-256 of nothing: the key was empty when its hash was made."),
        _ when others.Any(other => IsSame(other.Sha256, key.Sha256)) => (nameof(key.Sha256), "Another name has the same key: nobody could tell the two apart."),
        _ => null,
    };

    private static bool IsHash(string? text) => text?.Length == DigitsOfHash && text.All(char.IsAsciiHexDigit);

    private static bool IsSame(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
