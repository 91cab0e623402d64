using System.Diagnostics;
using System.Globalization;
using FlashFlow.WebFront.WarmUp;
using Microsoft.AspNetCore.Diagnostics;

namespace FlashFlow.WebFront.Tracing;

/// <summary>
/// Measures calls, and chooses which are traced before anything is made for it: operators' calls, and one of many shoppers'. A call that
/// fails without having been chosen leaves a span all the same, made when it is over.
/// </summary>
public sealed class CallTraces(RequestDelegate next, TelemetryOptions options, ImaginaryProduct imaginary, TimeProvider time)
{
    /// <summary>
    /// Most failed calls per second that leave a span, and most operators' calls. In an overload every second call fails, and recording
    /// them all would make more of them fail; and anybody may make an operator's call without a key. Metrics count them all.
    /// </summary>
    public const int MostPerSecond = 100;

    private readonly uint oneIn = (uint)options.SampleOneIn;
    private readonly SecondsBudget failures = new(MostPerSecond, time);
    private readonly SecondsBudget operators = new(MostPerSecond, time);
    private uint calls;

    /// <summary>Passes a call on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<TracedCall>() is not { } call)
            return next(context);
        var started = time.GetTimestamp();
        if (call.IsOperators ? operators.TryTake() : IsOneOfMany() && MayBeRecorded(context.Request))
            return RecordAsync(call, context, started);

        var answer = next(context);
        if (!answer.IsCompletedSuccessfully)
            return EndAsync(call, context, answer, started);
        End(call, context, started, failure: null);
        return answer;
    }

    private bool IsOneOfMany() => (Interlocked.Increment(ref calls) - 1) % oneIn == 0;

    // Whoever says that a call is not to be recorded is heard, as the front itself at its warm-up; who says that it is, is one of many.
    private static bool MayBeRecorded(HttpRequest request) => Caller(request) is not { } caller || caller.TraceFlags.HasFlag(ActivityTraceFlags.Recorded);

    private async Task RecordAsync(TracedCall call, HttpContext context, long started)
    {
        using var span = Start(call, context.Request);
        try
        {
            await next(context);
            Describe(span, context, failure: null);
        }
        catch (Exception failure)
        {
            Describe(span, context, failure);
            throw;
        }
        finally
        {
            Measure(call, context, time.GetElapsedTime(started));
        }
    }

    private async Task EndAsync(TracedCall call, HttpContext context, Task answer, long started)
    {
        try
        {
            await answer;
        }
        catch (Exception failure)
        {
            End(call, context, started, failure);
            throw;
        }

        End(call, context, started, failure: null);
    }

    private void End(TracedCall call, HttpContext context, long started, Exception? failure)
    {
        var took = time.GetElapsedTime(started);
        Measure(call, context, took);
        if ((failure is not null || HasFailed(context)) && !IsOfWarmUp(context) && failures.TryTake())
            RecordFailure(call, context, took, failure);
    }

    private void Measure(TracedCall call, HttpContext context, TimeSpan took)
    {
        if (!IsOfWarmUp(context))
            Telemetry.RecordCall(call.Method, call.Route, context.Response.StatusCode, took);
    }

    private static void RecordFailure(TracedCall call, HttpContext context, TimeSpan took, Exception? failure)
    {
        using var span = Start(call, context.Request);
        span?.SetStartTime(span.StartTimeUtc - took);
        Describe(span, context, failure);
    }

    // By its path: who handles a failure forgets the route. Most paths are shorter than the name, so nothing is searched.
    private bool IsOfWarmUp(HttpContext context) => context.Request.Path.Value!.Contains(imaginary.Id, StringComparison.Ordinal);

    private static bool HasFailed(HttpContext context) => context.Response.StatusCode >= StatusCodes.Status500InternalServerError;

    // It is decided by now: the caller's trace goes on here, whatever it says of recording. Paths hold order ids, which are rights to ask.
    private static Activity? Start(TracedCall call, HttpRequest request)
    {
        var caller = Caller(request) is { } found
            ? new ActivityContext(found.TraceId, found.SpanId, ActivityTraceFlags.Recorded, found.TraceState, isRemote: true)
            : default;
        return Telemetry.StartCall(call.Name, caller, [call.Method, call.Route]);
    }

    private static void Describe(Activity? span, HttpContext context, Exception? failure)
    {
        if (span is null)
            return;
        var status = context.Response.StatusCode;
        span.SetTag("http.response.status_code", status);
        if (failure is null && !HasFailed(context))
            return;

        failure ??= context.Features.Get<IExceptionHandlerFeature>()?.Error;
        span.SetStatus(ActivityStatusCode.Error);
        span.SetTag("error.type", failure?.GetType().FullName ?? status.ToString(CultureInfo.InvariantCulture));
        if (failure is not null)
            span.AddException(failure);
    }

    private static ActivityContext? Caller(HttpRequest request) =>
        ActivityContext.TryParse(request.Headers.TraceParent, request.Headers.TraceState, isRemote: true, out var caller) ? caller : null;
}
