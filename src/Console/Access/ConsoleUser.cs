using System.Security.Claims;

namespace FlashFlow.Console.Access;

/// <summary>Who has signed in, as the front told when it was shown the key.</summary>
public static class ConsoleUser
{
    /// <summary>The role that may only look.</summary>
    public const string Viewer = "viewer";

    /// <summary>The role that may do everything.</summary>
    public const string Operator = "operator";

    private const string Key = "key";
    private const string Session = "session";

    /// <summary>Whether a role may see these pages.</summary>
    public static bool MayLook(string role) => role is Viewer or Operator;

    /// <summary>Makes one.</summary>
    public static ClaimsPrincipal Create(string name, string role, string key) =>
        new(new ClaimsIdentity([new(ClaimTypes.Name, name), new(ClaimTypes.Role, role), new(Key, key), new(Session, $"{Guid.NewGuid()}")], SignIn.Scheme));

    /// <summary>The key with which calls are made; null for who has not signed in.</summary>
    public static string? FindKey(this ClaimsPrincipal user) => user.FindFirstValue(Key);

    /// <summary>What tells this time of being signed in from any other.</summary>
    public static string? FindSession(this ClaimsPrincipal user) => user.FindFirstValue(Session);

    /// <summary>Whether all may be done.</summary>
    public static bool MayAct(this ClaimsPrincipal user) => user.IsInRole(Operator);
}
