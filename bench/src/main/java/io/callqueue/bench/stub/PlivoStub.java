package io.callqueue.bench.stub;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;

/**
 * Accepts every call after a fixed time, and does as little as possible besides: what is measured is who asks. Everything else, such as a
 * voice bot's {@code /start-call}, is answered at once.
 */
public final class PlivoStub implements AutoCloseable {
    private static final String CREATE = "/Call/";
    private static final byte[] ACCEPTED = "{\"message\":\"call fired\",\"request_uuid\":\"00000000-0000-0000-0000-000000000000\",\"api_id\":\"x\"}"
            .getBytes(StandardCharsets.UTF_8);
    private final Duration delay;
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel server;
    private final Arrivals arrivals = new Arrivals();

    /** @param delay from a request's arrival to its answer */
    public PlivoStub(Duration delay) {
        this.delay = delay;
        this.server = new ServerBootstrap().group(loop).channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024).childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connection.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(1 << 16),
                                new Answering());
                    }
                }).bind(new InetSocketAddress("127.0.0.1", 0)).syncUninterruptibly().channel();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + ((InetSocketAddress) server.localAddress()).getPort());
    }

    public Arrivals arrivals() {
        return arrivals;
    }

    @Override
    public void close() {
        server.close().syncUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Sharable
    private final class Answering extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext connection, FullHttpRequest request) {
            if (request.uri().endsWith(CREATE)) {
                arrivals.came();
                var unused = connection.executor().schedule(() -> {
                    arrivals.went();
                    answer(connection, HttpResponseStatus.CREATED, ACCEPTED);
                }, delay.toMillis(), TimeUnit.MILLISECONDS);
            } else {
                answer(connection, HttpResponseStatus.OK, new byte[0]);
            }
        }

        private static void answer(ChannelHandlerContext connection, HttpResponseStatus status, byte[] body) {
            DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status,
                    Unpooled.wrappedBuffer(body));
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                    .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
            var unused = connection.writeAndFlush(response, connection.voidPromise());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext connection, Throwable failure) {
            var unused = connection.close(); // whoever asked is gone
        }
    }
}
