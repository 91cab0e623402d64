namespace FlashFlow.Infrastructure.Access;

/// <summary>Whose a key is. None is above another: each says what it opens, see <see cref="AccessRoles.Opens"/>.</summary>
public enum AccessRole
{
    /// <summary>Who looks at sales, orders and dead letters, and changes nothing.</summary>
    Viewer,

    /// <summary>The shop, which confirms, extends and cancels orders.</summary>
    Shop,

    /// <summary>Who may all that the others may, and changes sales.</summary>
    Operator,
}
