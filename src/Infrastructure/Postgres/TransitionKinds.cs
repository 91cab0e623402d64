using FlashFlow.Core.Draining;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>How the kinds of transitions stand in columns: as in messages.</summary>
internal static class TransitionKinds
{
    public static string Name(TransitionKind kind) => kind.ToString().ToLowerInvariant();

    public static TransitionKind Parse(string name) => Enum.Parse<TransitionKind>(name, ignoreCase: true);
}
