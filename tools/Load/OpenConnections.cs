using System.Net.Sockets;

namespace FlashFlow.Load;

/// <summary>The connections of a crowd, opened and closed together.</summary>
internal sealed class OpenConnections(IEnumerable<OpenConnection> connections) : IDisposable
{
    private readonly OpenConnection[] all = [.. connections];

    /// <summary>Opens all of them.</summary>
    /// <exception cref="LoadRefusedException">Who listens does not take that many.</exception>
    public void Connect(CancellationToken cancellation)
    {
        for (var opened = 0; opened < all.Length; opened++)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                all[opened].Connect();
            }
            catch (SocketException failure)
            {
                throw new LoadRefusedException($"{all[opened].Uri} takes {opened:N0} connections and no more: {failure.Message}.", failure);
            }
        }
    }

    /// <summary>Does the same with each.</summary>
    public void ForEach(Action<OpenConnection> action) => Array.ForEach(all, action);

    /// <inheritdoc/>
    public void Dispose() => ForEach(connection => connection.Dispose());
}
