namespace FlashFlow.WebFront.Demo;

/// <summary>The demo product's new sale.</summary>
public sealed record DemoView(string ProductId, long Epoch, int Stock);
