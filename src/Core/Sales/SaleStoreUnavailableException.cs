namespace FlashFlow.Core.Sales;

/// <summary>The store of sale definitions did not answer.</summary>
public sealed class SaleStoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
