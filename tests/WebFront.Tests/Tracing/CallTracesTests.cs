using System.Diagnostics;
using System.Diagnostics.Metrics;
using FlashFlow.Core;
using FlashFlow.Core.Guarding;
using FlashFlow.Infrastructure.Access;
using FlashFlow.WebFront.Access;
using FlashFlow.WebFront.Tests.Limits;
using FlashFlow.WebFront.Tracing;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace FlashFlow.WebFront.Tests.Tracing;

/// <summary>Which calls leave a span, and what it says.</summary>
public sealed class CallTracesTests : IDisposable
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string Recorded = $"00-{TraceId}-b7ad6b7169203331-01";
    private const string NotRecorded = $"00-{TraceId}-b7ad6b7169203331-00";

    private readonly List<Activity> spans = [];
    private readonly ActivityListener listener;
    private readonly ManualClock time = new();
    private readonly ImaginaryProduct imaginary = new();

    public CallTracesTests()
    {
        listener = new()
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
    }

    public void Dispose() => listener.Dispose();

    [Fact]
    public async Task Of_shoppers_calls_the_first_is_traced_and_then_one_in_as_many_as_the_setting_says()
    {
        var traces = Traces(oneIn: 4);
        var traced = new List<int>();
        for (var call = 1; call <= 12; call++)
        {
            spans.Clear();
            await traces.InvokeAsync(Buy());
            if (spans.Count == 1)
                traced.Add(call);
        }

        Assert.Equal([1, 5, 9], traced);
    }

    [Fact]
    public async Task A_call_that_is_traced_is_named_by_method_and_route_and_runs_within_its_span()
    {
        Activity? current = null;
        await Traces(oneIn: 1, _ =>
        {
            current = Activity.Current;
            return Task.CompletedTask;
        }).InvokeAsync(Buy());

        var span = Assert.Single(spans);
        Assert.Same(span, current);
        Assert.Equal("POST /products/{productId}/orders/", span.DisplayName);
        Assert.Equal(ActivityKind.Server, span.Kind);
        Assert.Equal(
            ["http.request.method=POST", "http.route=/products/{productId}/orders/", "http.response.status_code=200"],
            span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"));
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
    }

    [Fact]
    public async Task Every_call_of_an_operator_is_traced()
    {
        var traces = Traces(oneIn: int.MaxValue);
        await traces.InvokeAsync(Buy());
        spans.Clear();
        for (var call = 0; call < 10; call++)
            await traces.InvokeAsync(Call("PUT", "/products/{productId}/", "/products/phone", new NeededRole(AccessRole.Operator)));

        Assert.Equal(10, spans.Count(span => span.DisplayName == "PUT /products/{productId}/"));
    }

    [Fact]
    public async Task Calls_of_a_shop_are_as_many_as_shoppers_and_not_traced_each()
    {
        var traces = Traces(oneIn: int.MaxValue);
        await traces.InvokeAsync(Buy());
        spans.Clear();

        await traces.InvokeAsync(Call("POST", "/products/{productId}/orders/{orderId}/confirm", "/products/phone/orders/1/confirm", new NeededRole(AccessRole.Shop)));

        Assert.Empty(spans);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("not a trace", true)]
    [InlineData(Recorded, true)]
    [InlineData(NotRecorded, false)]
    public async Task A_callers_word_that_a_call_is_not_to_be_recorded_holds(string? caller, bool isTraced)
    {
        await Traces(oneIn: 1).InvokeAsync(Buy(caller));
        Assert.Equal(isTraced ? 1 : 0, spans.Count);
    }

    [Fact]
    public async Task A_callers_word_that_a_call_is_to_be_recorded_makes_it_no_more_than_one_of_many()
    {
        var traces = Traces(oneIn: 10);
        for (var call = 0; call < 20; call++)
            await traces.InvokeAsync(Buy(Recorded));

        Assert.Equal(2, spans.Count);
        Assert.All(spans, span => Assert.Equal(Recorded, span.ParentId));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_call_that_fails_leaves_a_span_of_its_whole_time_though_it_was_not_chosen(int status)
    {
        var traces = Traces(oneIn: int.MaxValue, async context =>
        {
            await Task.Yield();
            time.Advance(TimeSpan.FromSeconds(2));
            context.Response.StatusCode = status;
        });
        await traces.InvokeAsync(Buy());
        spans.Clear();

        await traces.InvokeAsync(Buy(NotRecorded));

        var span = Assert.Single(spans);
        Assert.Equal(TraceId, span.TraceId.ToHexString());
        Assert.InRange(span.Duration, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30));
        Assert.Equal(ActivityStatusCode.Error, span.Status);
        Assert.Equal(status, span.GetTagItem("http.response.status_code"));
        Assert.Equal($"{status}", span.GetTagItem("error.type"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failure_says_what_was_thrown_whether_it_was_chosen_or_not(bool isChosen)
    {
        var traces = Traces(oneIn: isChosen ? 1 : int.MaxValue, context =>
        {
            context.Features.Set<IExceptionHandlerFeature>(new ExceptionHandlerFeature { Error = new FormatException("Not a number.") });
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        await traces.InvokeAsync(Buy());
        spans.Clear();

        await traces.InvokeAsync(Buy());

        var span = Assert.Single(spans);
        Assert.Equal("System.FormatException", span.GetTagItem("error.type"));
        Assert.Equal("exception", Assert.Single(span.Events).Name);
    }

    [Fact]
    public async Task Refusals_that_are_a_sales_usual_answers_are_no_failures()
    {
        var traces = Traces(oneIn: int.MaxValue, context =>
        {
            context.Response.StatusCode = 409;
            return Task.CompletedTask;
        });
        await traces.InvokeAsync(Buy());
        spans.Clear();
        await traces.InvokeAsync(Buy());
        Assert.Empty(spans);
    }

    [Fact]
    public async Task Of_a_flood_of_failures_a_hundred_a_second_leave_spans()
    {
        var traces = Traces(oneIn: int.MaxValue, Fail);
        await traces.InvokeAsync(Buy());
        time.Advance(TimeSpan.FromSeconds(1));
        spans.Clear();

        for (var call = 0; call < 250; call++)
            await traces.InvokeAsync(Buy());
        Assert.Equal(100, spans.Count);
        time.Advance(TimeSpan.FromSeconds(1));
        await traces.InvokeAsync(Buy());
        Assert.Equal(101, spans.Count);
    }

    [Fact]
    public async Task A_warm_up_is_never_traced_also_when_it_fails()
    {
        var traces = Traces(oneIn: 1, Fail);
        await traces.InvokeAsync(Call("POST", "/products/{productId}/orders/", $"/products/{imaginary.Id}/orders", caller: NotRecorded));
        Assert.Empty(spans);
    }

    [Fact]
    public async Task Every_call_but_a_warm_ups_is_measured_by_method_route_and_status()
    {
        var measured = new List<string>();
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == Telemetry.Name && instrument.Name == "http.server.request.duration")
                listening.EnableMeasurementEvents(instrument);
        };
        meters.SetMeasurementEventCallback<double>((_, seconds, tags, _) =>
            measured.Add($"{seconds} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}"));
        meters.Start();
        var traces = Traces(oneIn: 2, async context =>
        {
            if (measured.Count == 2)
                await Task.Yield();
            time.Advance(TimeSpan.FromSeconds(3));
            context.Response.StatusCode = measured.Count == 1 ? 503 : 404;
        });

        for (var call = 0; call < 3; call++)
            await traces.InvokeAsync(Buy());
        foreach (var productId in new[] { imaginary.Id, imaginary.SoldOut, imaginary.Unknown })
            await traces.InvokeAsync(Call("POST", "/products/{productId}/orders/", $"/products/{productId}/orders", caller: NotRecorded));

        const string Route = "POST /products/{productId}/orders/";
        Assert.Equal([$"3 {Route} 404", $"3 {Route} 503", $"3 {Route} 404"], measured);
    }

    [Fact]
    public async Task Calls_that_only_launchers_make_are_not_traced()
    {
        var context = new DefaultHttpContext();
        context.SetEndpoint(new Endpoint(Fail, new(), "Health checks"));
        await Traces(oneIn: 1, Fail).InvokeAsync(context);
        Assert.Empty(spans);
    }

    private static Task Fail(HttpContext context)
    {
        context.Response.StatusCode = 503;
        return Task.CompletedTask;
    }

    private static DefaultHttpContext Buy(string? caller = null) =>
        Call("POST", "/products/{productId}/orders/", "/products/phone/orders", caller: caller);

    private static DefaultHttpContext Call(string method, string route, string path, object? metadata = null, string? caller = null)
    {
        var endpoint = new RouteEndpointBuilder(_ => Task.CompletedTask, RoutePatternFactory.Parse(route), order: 0)
        {
            Metadata = { new HttpMethodMetadata([method]) },
        };
        if (metadata is not null)
            endpoint.Metadata.Add(metadata);
        TracedCall.Mark(endpoint);

        var context = new DefaultHttpContext { Request = { Method = method, Scheme = "http", Path = path } };
        context.Request.Headers.TraceParent = caller;
        context.SetEndpoint(endpoint.Build());
        return context;
    }

    private CallTraces Traces(int oneIn, RequestDelegate? next = null) =>
        new(next ?? (_ => Task.CompletedTask), new() { SampleOneIn = oneIn }, imaginary, time);
}
