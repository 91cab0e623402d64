namespace FlashFlow.WebFront.Tests;

/// <summary>The clock of a machine that is set wrong; it goes as fast as others.</summary>
internal sealed class WrongClock(TimeSpan off) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + off;
}
