namespace FlashFlow.WebFront.Rooms;

/// <summary>What a shopper who stands by is told.</summary>
/// <param name="OrderId">The order that will be held for them: there is none of this id until then.</param>
/// <param name="Quantity">Its units.</param>
public sealed record StandbyView(Guid OrderId, int Quantity);
