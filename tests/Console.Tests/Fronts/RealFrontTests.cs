using System.Net.Http.Json;
using System.Security.Claims;
using FlashFlow.Console.Access;
using FlashFlow.Console.Fronts;
using FlashFlow.Console.Fronts.DeadLetters;
using FlashFlow.Console.Fronts.Orders;
using FlashFlow.Console.Fronts.Sales;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components.Authorization;

namespace FlashFlow.Console.Tests.Fronts;

/// <summary>The calls as a real front answers them: that both sides mean the same by every member.</summary>
public sealed class RealFrontTests : IAsyncLifetime, IDisposable
{
    private const string Product = "phone-5";

    private static readonly SaleDraft Phone = new(
        "Phone <b>5</b>", 100, 499.90m, 2, null, DateTimeOffset.Parse("2040-01-01T00:00:00Z", null), "EUR", 300, 600, null, 60);

    private readonly HttpClient http = new();
    private Sandbox? sandbox;
    private EngineProcess? front;
    private FrontPool? pool;
    private SessionStore? sessions;
    private string? session;
    private FrontCaller? caller;
    private SalesClient? sales;

    public async Task InitializeAsync()
    {
        sandbox = await Sandbox.CreateAsync();
        sandbox.Settings[GuardModes.Setting] = GuardModes.Standalone;
        front = await EngineProcess.StartFrontAsync(sandbox, ("FlashFlow:Front:WarmUpMilliseconds", "0"));
        pool = new(http, new() { Fronts = $"{front.Address}" });
        var user = ConsoleUser.Create("operator", ConsoleUser.Operator, "demo-operator-key");
        sessions = new(TimeProvider.System);
        session = await sessions.StoreAsync(new AuthenticationTicket(user, "of the tests"));
        caller = new(pool, new SignedIn(user), sessions);
        sales = new(caller, TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        if (front is not null)
            await front.DisposeAsync();
        if (sandbox is not null)
            await sandbox.DisposeAsync();
    }

    public void Dispose() => http.Dispose();

    [Fact]
    public async Task A_front_says_whose_key_it_is()
    {
        var access = new AccessClient(pool!);

        Assert.Equal(new("operator", "operator"), await access.FindHolderAsync("demo-operator-key", CancellationToken.None));
        Assert.Equal("shop", (await access.FindHolderAsync("demo-shop-key", CancellationToken.None))!.Role);
        Assert.Null(await access.FindHolderAsync("nobody-has-this-key", CancellationToken.None));
    }

    [Fact]
    public async Task A_sale_is_started_shown_changed_and_ended()
    {
        var started = await sales!.DefineAsync(Product, Phone);
        Assert.Equal(("open", 100, 100), (started.State, started.Initial, started.Remaining));

        var shown = await sales.FindAsync(Product, CancellationToken.None);
        Assert.Equal(
            (Phone.Name, Phone.Price, Phone.Currency, (int?)Phone.LimitPerShopper, Phone.HoldSeconds, Phone.HoldMaxSeconds, Phone.ReturnAfterSeconds, Phone.ClosesAt),
            (shown!.Name, shown.Price, shown.Currency, shown.LimitPerShopper, shown.HoldSeconds, (int?)shown.HoldMaxSeconds, shown.ReturnAfterSeconds, shown.ClosesAt));
        Assert.Null(shown.OpensAt);
        Assert.NotNull(shown.AsOf);
        Assert.Equal([shown with { AsOf = null }], (await sales.ListAsync(null, 25, CancellationToken.None)).Items.Select(sale => sale with { AsOf = null }));

        Assert.Equal("paused", (await sales.PauseAsync(Product, shown.Epoch)).State);
        Assert.Equal("open", (await sales.ResumeAsync(Product, shown.Epoch)).State);
        await sales.RestockAsync(Product, shown.Epoch, 50, "the-key-of-a-form");
        Assert.Equal(50, (await sales.RestockAsync(Product, shown.Epoch, 50, "the-key-of-a-form")).Added);
        Assert.Equal(300, (await sales.DefineAsync(Product, Phone with { Price = 300 })).Price);
        Assert.True((await sales.CloseAsync(Product, shown.Epoch)).IsClosed);
        await sales.ArchiveAsync(Product, shown.Epoch);

        Assert.True((await sales.FindAsync(Product, CancellationToken.None))!.IsArchived);
        Assert.Equal(
            ["started", "paused", "resumed", "restocked", "defined", "closed", "archived"],
            (await sales.ReadHistoryAsync(Product, CancellationToken.None)).Select(change => change.What));
        var past = Assert.Single(await sales.ListOfAsync(Product, CancellationToken.None));
        Assert.Equal((shown.Epoch, "archived", 100, 50), (past.Epoch, past.State, past.Stock, past.Added));
    }

    [Fact]
    public async Task A_refusal_is_a_sentence()
    {
        var sale = await sales!.DefineAsync(Product, Phone);

        var other = await Assert.ThrowsAsync<FrontException>(() => sales.PauseAsync(Product, sale.Epoch + 1));
        var stock = await Assert.ThrowsAsync<FrontException>(() => sales.DefineAsync(Product, Phone with { Stock = 7 }));
        var name = await Assert.ThrowsAsync<FrontException>(() => sales.DefineAsync("phone-6", Phone with { Name = "" }));

        Assert.Equal(["superseded", "stock_is_fixed", "invalid_sale"], new[] { other, stock, name }.Select(failure => failure.Code));
        Assert.Contains("The name must have 1 to 200 characters", name.Message, StringComparison.Ordinal);
        Assert.Null(await sales.FindAsync("phone-6", CancellationToken.None));
    }

    [Fact]
    public async Task Buys_are_seen_in_the_activity_and_their_books()
    {
        await sales!.DefineAsync(Product, Phone);
        using var answer = await http.PostAsJsonAsync(new Uri(front!.Address, $"/products/{Product}/orders"), new { shopperId = "ada", quantity = 2 });
        Assert.True(answer.IsSuccessStatusCode);

        var activity = await sales.ReadActivityAsync(Product, CancellationToken.None);
        Assert.Equal(1, activity.Steps.Sum(step => step.Accepted));
        Assert.True(activity.Steps[0].P99Ms > 0);
        var books = Assert.Single(await sales.AuditAsync(Product, CancellationToken.None));
        Assert.Equal((1, 2, 98, true), (books.Accepted.Orders, books.Held, books.Remaining, books.IsCurrent));
        Assert.Null(books.Imbalance);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        Assert.Null(await sales!.FindAsync(Product, CancellationToken.None));
        Assert.Null(await new OrdersClient(caller!).FindAsync(Guid.NewGuid(), CancellationToken.None));
        Assert.Empty(await new DeadLettersClient(caller!).ListAsync(CancellationToken.None));
        Assert.Null(await new DeadLettersClient(caller!).FindAsync("0badc0de", CancellationToken.None));
    }

    [Fact]
    public async Task A_sale_that_lost_nothing_has_nothing_to_rebuild()
    {
        await sales!.DefineAsync(Product, Phone);

        var failure = await Assert.ThrowsAsync<FrontException>(() => new RebuildClient(caller!).PlanAsync(Product, CancellationToken.None));

        Assert.Equal("not_suspended", failure.Code);
    }

    [Fact]
    public async Task Who_has_signed_out_makes_no_call_from_a_page_that_is_still_open()
    {
        await sales!.DefineAsync(Product, Phone);
        await sessions!.RemoveAsync(session!);

        var failure = await Assert.ThrowsAsync<FrontException>(() => sales.FindAsync(Product, CancellationToken.None));

        Assert.True(failure.IsSignedOut);
        Assert.True((await Assert.ThrowsAsync<FrontException>(() => sales.ReadActivityAsync(Product, CancellationToken.None))).IsSignedOut);
    }

    private sealed class SignedIn(ClaimsPrincipal user) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
            Task.FromResult(new AuthenticationState(user));
    }
}
