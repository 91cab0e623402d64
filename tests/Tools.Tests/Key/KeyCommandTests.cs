using System.Security.Cryptography;
using System.Text;
using FlashFlow.Infrastructure.Access;
using FlashFlow.Operator.Key;

namespace FlashFlow.Tools.Tests.Key;

/// <summary>Access keys are made, listed and revoked; what is printed once is what the hash is of.</summary>
[Collection(nameof(StandardOutput))]
public sealed class KeyCommandTests : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("flashflow-keys-");

    private string KeysPath => Path.Combine(directory.FullName, "keys.json");

    [Fact]
    public async Task A_new_key_is_printed_once_with_its_hash_for_the_settings()
    {
        var (exitCode, output) = await RunAsync("new", "webshop", "--role", "SHOP");

        Assert.Equal(0, exitCode);
        Assert.Matches("^[A-Za-z0-9_-]{43}$", KeyIn(output));
        Assert.Contains($"FlashFlow__Front__Keys__0__Sha256={HashOf(KeyIn(output))}", output, StringComparison.Ordinal);
        Assert.Contains("FlashFlow__Front__Keys__0__Role=shop", output, StringComparison.Ordinal);
        Assert.NotEqual(KeyIn(output), KeyIn((await RunAsync("new", "webshop", "--role", "shop")).Output));
    }

    [Fact]
    public async Task Keys_of_a_file_are_added_listed_and_revoked()
    {
        var shop = KeyIn((await RunAsync("new", "webshop", "--role", "shop", "--file", KeysPath)).Output);
        var viewer = KeyIn((await RunAsync("new", "linus", "--role", "viewer", "--file", KeysPath)).Output);
        Assert.Equal([("webshop", "shop", HashOf(shop)), ("linus", "viewer", HashOf(viewer))], Keys());
        Assert.DoesNotContain(shop, await File.ReadAllTextAsync(KeysPath), StringComparison.Ordinal);

        var (_, listed) = await RunAsync("list", "--file", KeysPath);
        Assert.Contains("webshop", listed, StringComparison.Ordinal);
        Assert.Contains("2 keys", listed, StringComparison.Ordinal);

        Assert.Equal(0, (await RunAsync("revoke", "webshop", "--file", KeysPath)).ExitCode);
        Assert.Equal([("linus", "viewer", HashOf(viewer))], Keys());
        Assert.Equal([KeysPath], Directory.GetFiles(directory.FullName));
    }

    [Theory]
    [InlineData(2, "new", "two words", "--role", "shop")]
    [InlineData(2, "new", "operator", "--role", "operator")]
    [InlineData(2, "new", "webshop", "--role", "owner")]
    [InlineData(2, "new", "linus", "--role", "shop", "--file", "{0}")]
    [InlineData(2, "revoke", "nobody", "--file", "{0}")]
    [InlineData(1, "new", "webshop", "--role", "shop", "--file", "/no/such/directory/keys.json")]
    public async Task What_cannot_be_is_refused_and_changes_nothing(int expected, params string[] arguments)
    {
        await RunAsync("new", "linus", "--role", "viewer", "--file", KeysPath);
        var before = Keys();

        var (exitCode, output) = await RunAsync([.. arguments.Select(argument => argument.Replace("{0}", KeysPath, StringComparison.Ordinal))]);

        Assert.Equal((expected, ""), (exitCode, output));
        Assert.Equal(before, Keys());
    }

    [Theory]
    [InlineData("new", "webshop", "--role", "shop")]
    [InlineData("list")]
    [InlineData("revoke", "linus")]
    public async Task A_file_of_something_else_stays_as_it_is(params string[] arguments)
    {
        await File.WriteAllTextAsync(KeysPath, "something else");

        Assert.Equal((1, ""), await RunAsync([.. arguments, "--file", KeysPath]));
        Assert.Equal("something else", await File.ReadAllTextAsync(KeysPath));
    }

    [Fact]
    public async Task Two_who_write_at_once_do_not_undo_each_other()
    {
        await File.WriteAllTextAsync($"{KeysPath}.new", "");

        Assert.Equal((1, ""), await RunAsync("new", "webshop", "--role", "shop", "--file", KeysPath));
        Assert.False(File.Exists(KeysPath));
    }

    public void Dispose() => directory.Delete(recursive: true);

    private (string?, string?, string?)[] Keys() => [.. KeyFile.Read(File.ReadAllBytes(KeysPath), []).Select(key => (key.Name, key.Role, key.Sha256))];

    private static string KeyIn(string output) => output.Split('\n')[0]["key     ".Length..].Trim();

    private static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) => StandardOutput.OfAsync(KeyCommand.Create(), arguments);
}
