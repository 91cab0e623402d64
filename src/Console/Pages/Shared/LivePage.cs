namespace FlashFlow.Console.Pages.Shared;

/// <summary>A page that is loaded anew every second. Where that fails, what is shown stays, and it is said since when it is old.</summary>
public abstract class LivePage : ConsolePage
{
    /// <summary>When what is shown was so; null before anything is.</summary>
    protected DateTimeOffset? SeenAt { get; private set; }

    /// <summary>Why it is not newer; null when it is.</summary>
    protected FrontException? Stale { get; private set; }

    /// <summary>How often.</summary>
    protected virtual TimeSpan Interval => TimeSpan.FromSeconds(1);

    /// <summary>Loads what is shown.</summary>
    protected abstract Task LoadAsync(CancellationToken cancellation);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        await RefreshAsync();
        _ = GoOnAsync();
    }

    /// <summary>Loads it now.</summary>
    protected async Task RefreshAsync()
    {
        try
        {
            await LoadAsync(Gone);
            (SeenAt, Stale) = (Clock.GetUtcNow(), null);
        }
        catch (FrontException failure)
        {
            Stale = failure;
        }
        catch (OperationCanceledException)
        {
            // The page is left.
        }
    }

    private async Task GoOnAsync()
    {
        using var timer = new PeriodicTimer(Interval, Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(Gone))
                await InvokeAsync(async () =>
                {
                    await RefreshAsync();
                    StateHasChanged();
                });
        }
        catch (OperationCanceledException)
        {
            // The page is left.
        }
        catch (Exception failure)
        {
            await DispatchExceptionAsync(failure);
        }
    }
}
