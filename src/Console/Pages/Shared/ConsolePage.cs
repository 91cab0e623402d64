using System.Security.Claims;
using FlashFlow.Console.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace FlashFlow.Console.Pages.Shared;

/// <summary>What pages have in common: who looks at them, and what the last call came to, in words.</summary>
public abstract class ConsolePage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource gone = new();

    /// <summary>A page that is not left yet.</summary>
    protected ConsolePage() => Gone = gone.Token;

    [Inject]
    protected TimeProvider Clock { get; set; } = default!;

    [CascadingParameter]
    private Task<AuthenticationState> Session { get; set; } = default!;

    /// <summary>Whether who looks may act, too.</summary>
    protected bool MayAct { get; private set; }

    /// <summary>What was done last; null when nothing was.</summary>
    protected string? Said { get; set; }

    /// <summary>Why it was not done; null when it was.</summary>
    protected FrontException? Failure { get; set; }

    /// <summary>Whether something is being done.</summary>
    protected bool IsBusy { get; private set; }

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Gone { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => MayAct = (await Session).User.MayAct();

    /// <summary>Does something once, and keeps what came of it.</summary>
    /// <returns>Whether it was done.</returns>
    protected async Task<bool> TryAsync(Func<Task<string?>> act)
    {
        if (IsBusy)
            return false;
        (IsBusy, Said, Failure) = (true, null, null);
        try
        {
            Said = await act();
            return true;
        }
        catch (FrontException failure)
        {
            Failure = failure;
            return false;
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            IsBusy = false;
        }
    }

    /// <summary>Ends what still goes on.</summary>
    protected virtual void Dispose(bool isDisposing)
    {
        if (!isDisposing)
            return;
        gone.Cancel();
        gone.Dispose();
    }
}
