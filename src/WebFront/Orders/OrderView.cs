namespace FlashFlow.WebFront.Orders;

/// <summary>An order as its shopper sees it.</summary>
/// <param name="OrderId">Its id.</param>
/// <param name="Status"><c>accepted</c>: the units are the shopper's. <c>confirmed</c>: it is in the database too.</param>
public sealed record OrderView(Guid OrderId, string Status);
