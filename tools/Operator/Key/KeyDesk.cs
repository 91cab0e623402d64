using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FlashFlow.Infrastructure.Access;
using FlashFlow.Supervisor;

namespace FlashFlow.Operator.Key;

/// <summary>What is done with access keys.</summary>
internal static class KeyDesk
{
    private const int BytesOfKey = 32;

    public static int Make(string name, string role, string? path)
    {
        var shown = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(BytesOfKey));
        var key = new NamedKey { Name = name, Role = AccessRoles.Find(role)?.Name() ?? role, Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(shown))) };
        var others = path is null ? [] : NamedKeyFile.Read(path);
        if (NamedKeys.FindDefect(key, others) is { } defect)
            return Refuse(defect.Sentence);
        if (path is not null)
            NamedKeyFile.Replace(path, others, [.. others, key]);

        Console.WriteLine($"key     {shown}");
        Console.WriteLine($"sha256  {key.Sha256}");
        Console.WriteLine();
        Console.WriteLine("The key is shown this once: hand it over where nobody else reads it.");
        Console.WriteLine(path is not null
            ? $"{name} ({key.Role}) stands in {path}: fronts that read it (FlashFlow__Front__KeysFile) take the key within a second."
            : $"""
              For the settings, with the next number that is free instead of 0:
                FlashFlow__Front__Keys__0__Name={name}
                FlashFlow__Front__Keys__0__Role={key.Role}
                FlashFlow__Front__Keys__0__Sha256={key.Sha256}
              """);
        return ExitCode.Ok;
    }

    public static int List(string path)
    {
        var keys = NamedKeyFile.Read(path);
        foreach (var key in keys)
            Console.WriteLine($"{key.Name,-32} {key.Role?.ToLowerInvariant(),-9} {key.Sha256![..8]}");
        Console.WriteLine(keys.Count == 1 ? "1 key" : $"{keys.Count} keys");
        return ExitCode.Ok;
    }

    public static int Revoke(string name, string path)
    {
        var keys = NamedKeyFile.Read(path);
        if (keys.All(key => key.Name != name))
            return Refuse($"there is no key of {name} in {path}: see ./flashflow key list --file {path}.");
        NamedKeyFile.Replace(path, keys, [.. keys.Where(key => key.Name != name)]);
        Console.WriteLine($"The key of {name} is taken out of {path}: within a second it opens nothing any more.");
        return ExitCode.Ok;
    }

    private static int Refuse(string sentence)
    {
        Console.Error.WriteLine($"flashflow: {sentence}");
        return ExitCode.Usage;
    }
}
