namespace FlashFlow.Infrastructure.Access;

/// <summary>What the roles are called, and what they open.</summary>
public static class AccessRoles
{
    private static readonly AccessRole[] All = Enum.GetValues<AccessRole>();

    /// <summary>The names, as settings and answers have them.</summary>
    public static string Names { get; } = $"{string.Join(", ", All[..^1].Select(Name))} or {Name(All[^1])}";

    /// <summary>As settings and answers have it.</summary>
    public static string Name(this AccessRole role) => role switch
    {
        AccessRole.Viewer => "viewer",
        AccessRole.Shop => "shop",
        AccessRole.Operator => "operator",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    /// <summary>The role of a name, in small letters or in large ones; null for what is no role.</summary>
    public static AccessRole? Find(string? name)
    {
        foreach (var role in All)
            if (role.Name().Equals(name, StringComparison.OrdinalIgnoreCase))
                return role;
        return null;
    }

    /// <summary>Whether a key of this role opens the calls of <paramref name="whose"/>.</summary>
    public static bool Opens(this AccessRole role, AccessRole whose) => role switch
    {
        AccessRole.Operator => true,
        _ => role == whose,
    };

    /// <summary>The roles whose keys open the calls of <paramref name="whose"/>; null: calls of everybody who has a key.</summary>
    public static IEnumerable<AccessRole> ThatOpen(AccessRole? whose) => All.Where(role => whose is not { } one || role.Opens(one));
}
